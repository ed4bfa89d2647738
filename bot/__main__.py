"""`python -m bot` is `phuluc`."""

from bot.cli.main import main

if __name__ == "__main__":
    main()
