"""Names of a drafted form that a form in use has already: told while they are easily changed."""

from __future__ import annotations

from collections.abc import Iterator

from conversations.forms.form_names import shared_names
from conversations.forms.model import Form
from templates.loading.catalog import Catalog
from templates.loading.form_folder import parse_form
from templates.loading.yaml_reader import read_yaml

_SHARED = (
    "{words} đã là tên của biểu {name} ({key}). Nếu đây là bản mới của chính biểu đó thì lập lại "
    "bằng mã đó: tạo biểu {key}. Nếu là biểu khác thì đổi ô “Tên biểu” trong tệp sửa biểu, hoặc "
    "{fields} trong form.yaml; chưa đổi thì chưa công bố được."
)


def describe_shared_names(form_file: bytes, in_use: Catalog) -> Iterator[str]:
    """A sentence, with both ways out, for each form in use that has a name of this form file."""
    form = parse_form(read_yaml(form_file, "form.yaml"))
    if not isinstance(form, Form):
        return
    for key, other in in_use.forms.items():
        shared = [] if key == form.key else [*shared_names(form, other)]
        if shared:
            words = ", ".join(dict.fromkeys(f"“{words}”" for _, words in shared))
            fields = ", ".join(dict.fromkeys(field for field, _ in shared))
            yield _SHARED.format(words=words, name=other.name, key=key, fields=fields)
