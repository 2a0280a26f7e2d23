// Writes a program that compiles only where the dashboards of a folder are what @grafana/schema says a dashboard is.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, into] = process.argv.slice(2);
const dashboards = ['sshpulse-overview.json', 'sshpulse-diagnosis.json'].map((file) =>
  readFileSync(join(folder, file), 'utf8').trimEnd(),
);
const program = `import type { Checked } from '../src/schema.js';

export const dashboards: Checked[] = [
${dashboards.join(',\n')}
];
`;
const settings = {
  extends: '../tsconfig.json',
  compilerOptions: { rootDir: '..', noEmit: true },
  include: ['dashboards.ts'],
};
mkdirSync(into, { recursive: true });
writeFileSync(join(into, 'dashboards.ts'), program);
writeFileSync(join(into, 'tsconfig.json'), JSON.stringify(settings));
