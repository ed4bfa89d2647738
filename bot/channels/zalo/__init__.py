"""Zalo, twice: a bot of the Bot Platform (`zalo-bot`: text alone, so many messages a month), and
an Official Account (`zalo-oa`: five buttons, files, hours in which a person may be written to).
Own clients over httpx; what is known of the platforms and how sure it is stands in docs/zalo.md."""
