"""Real processes of the product under real signals, and what officers see meanwhile.

`python -m tests.torture` (or `make torture`) is the long form; tests/acceptance/test_torture.py
runs the same scenarios in a short one. What is counted is said in tally.py, what is promised in
docs/reliability.md.
"""
