// Renders template cases with nunjucks, set up as promptfoo does, and records what came of it.
//
//     node nunjucks_oracle.js < cases.jsonl > results.jsonl
//
// A case is a JSON object: t (the template), v (its variables, or the name of a set of them). The result adds o (the output), or e when it failed.
// Made with nunjucks 3.2.3 (Debian's node-nunjucks).
const nunjucks = require('nunjucks');
const readline = require('readline');

const environment = nunjucks.configure({ autoescape: false });
const sets = {};
const lines = readline.createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const item = JSON.parse(line);
  if (item.set) {
    sets[item.set] = item.v;
    console.log(line);
    return;
  }
  delete item.o;
  delete item.e;
  try {
    item.o = environment.renderString(item.t, JSON.parse(JSON.stringify(sets[item.v] || item.v || {})));
  } catch (error) {
    item.e = String(error.message).split('\n').pop().trim().slice(0, 120);
  }
  console.log(JSON.stringify(item));
});
