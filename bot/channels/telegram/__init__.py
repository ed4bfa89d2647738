"""Telegram: updates in, messages out, nothing else. Needs `telegram` (python-telegram-bot) as
typed client only; its application, updater, job queue and conversation handler are not used."""
