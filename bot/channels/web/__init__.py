"""The local web chat: a page, one WebSocket, and the downloads."""
