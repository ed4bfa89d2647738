"""What a message is, before its words are used: yes, no, a question, a correction, …"""
