"""Letters by SMTP: the channel speaks only."""
