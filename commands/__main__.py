"""`python -m commands` is `meisterblick`."""

from commands.app import main

if __name__ == "__main__":
    main()
