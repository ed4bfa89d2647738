// Fills one of the templates that bench/documents.py wrote: node run.mjs ENGINE FOLDER TIMES
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

const [engine, folder, times] = process.argv.slice(2);
const data = JSON.parse(fs.readFileSync(path.join(folder, "data.json"), "utf8"));
const file = path.join(folder, `${engine}.docx`);

async function maker() {
  if (engine === "carbone") {
    const carbone = (await import("carbone")).default;
    const render = promisify(carbone.render.bind(carbone));
    return () => render(file, data, {});
  }
  const { createReport } = await import("docx-templates");
  const template = fs.readFileSync(file);
  return () => createReport({ template, data, cmdDelimiter: ["+++", "+++"] });
}

const make = await maker();
let made = await make();
const cold = process.uptime() * 1000;
const took = [];
const used = [];
for (let n = 0; n < Number(times); n += 1) {
  const [start, before] = [performance.now(), process.cpuUsage()];
  made = await make();
  took.push(performance.now() - start);
  const spent = process.cpuUsage(before);
  used.push((spent.user + spent.system) / 1000);
}
const median = (all) => all.sort((a, b) => a - b)[all.length >> 1];
fs.writeFileSync(path.join(folder, `${engine}-made.docx`), made);
const rss = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ cold, warm: median(took), cpu: median(used), rss, size: made.length }));
process.exit(0);
