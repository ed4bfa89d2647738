// What is shown of the report as a whole beside its tables.

const submit = document.getElementById("submit");

export function onState(counts) {
  if (!submit) return;
  const open = counts.waiting + counts.hard + counts.soft;
  submit.dataset.open = open ? String(open) : "";
}
