// Exits with 0 when the server at an address answers and all of its demo's
// resources have been matched.
try {
  const answer = await fetch(`${process.argv[2]}/api/v1/meta`);
  const { counts } = await answer.json();
  process.exit(counts.demo > 0 && counts.sources > 0 && counts.pending === 0 ? 0 : 1);
} catch {
  process.exit(1);
}
