// Reads `go test -json`: shows what failed and was skipped, counts the rest, tells
// which took longest, and fails when a test did. The count is kept for the closing
// line of CI.
import { appendFileSync } from "node:fs";
import { createInterface } from "node:readline";

const count = { pass: 0, fail: 0, skip: 0 };
const output = new Map();
const took = [];
for await (const line of createInterface({ input: process.stdin })) {
  let event;
  try {
    event = JSON.parse(line);
  } catch {
    console.log(line);
    continue;
  }
  const key = `${event.Package ?? event.ImportPath} ${event.Test ?? ""}`;
  if (event.Action === "output" || event.Action === "build-output") {
    output.set(key, (output.get(key) ?? "") + event.Output);
  } else if (event.Action === "build-fail") {
    count.fail++;
    process.stdout.write(output.get(key) ?? "");
  } else if (event.Action in count) {
    if (event.Test) {
      count[event.Action]++;
      if (!event.Test.includes("/")) took.push([event.Elapsed ?? 0, event.Test]);
    } else console.log(`${event.Action}\t${event.Package}\t${(event.Elapsed ?? 0).toFixed(1)} s`);
    if (event.Action === "fail" && !event.Test && !event.FailedBuild) count.fail ||= 1;
    // what a package says beside its tests matters where it fails: a race or a crash at its end
    if (event.Action !== "pass" && (event.Test || event.Action === "fail")) process.stdout.write(output.get(key) ?? "");
    output.delete(key);
  }
}
took.sort((a, b) => b[0] - a[0]);
console.log(`longest: ${took.slice(0, 12).map(([s, name]) => `${name} ${s.toFixed(1)} s`).join(", ")}`);
console.log(`go: ${count.pass} passed, ${count.fail} failed, ${count.skip} skipped`);
if (process.env.TALLY) appendFileSync(process.env.TALLY, `${count.pass} ${count.fail} ${count.skip}\n`);
process.exit(count.fail ? 1 : 0);
