// Writes both dashboards to a folder.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { diagnosis } from './diagnosis.js';
import { overview } from './overview.js';

const into = process.argv[2];
for (const dashboard of [overview(), diagnosis()]) {
  writeFileSync(join(into, `${dashboard.uid}.json`), `${JSON.stringify(dashboard, null, 2)}\n`);
}
