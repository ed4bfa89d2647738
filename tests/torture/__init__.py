"""Real processes of the product under real signals, and what officers see meanwhile.

`python -m tests.torture` (or `make torture`) is the long form; tests/test_torture*.py run the same
scenarios in a short one. What is counted is said in tally.py, what is promised in
docs/reliability.md.
"""
