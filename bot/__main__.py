"""`python -m bot` is `phuluc`."""

from bot.cli import main

if __name__ == "__main__":
    main()
