// Reads `go test -json`: shows what failed and was skipped, counts the rest,
// and fails when a test did. The count is kept for the closing line of CI.
import { appendFileSync } from "node:fs";
import { createInterface } from "node:readline";

const count = { pass: 0, fail: 0, skip: 0 };
const output = new Map();
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
    if (event.Test) count[event.Action]++;
    else console.log(`${event.Action}\t${event.Package}\t${(event.Elapsed ?? 0).toFixed(1)} s`);
    if (event.Action === "fail" && !event.Test && !event.FailedBuild) count.fail ||= 1;
    // what a package says beside its tests matters where it fails: a race or a crash at its end
    if (event.Action !== "pass" && (event.Test || event.Action === "fail")) process.stdout.write(output.get(key) ?? "");
    output.delete(key);
  }
}
console.log(`go: ${count.pass} passed, ${count.fail} failed, ${count.skip} skipped`);
if (process.env.TALLY) appendFileSync(process.env.TALLY, `${count.pass} ${count.fail} ${count.skip}\n`);
process.exit(count.fail ? 1 : 0);
