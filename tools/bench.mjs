// `npm run bench`: measures a platform of its own and writes what it found to bench/results/.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { environment, installPackages, node24, root } from './dependencies.mjs'

installPackages()
const { status } = spawnSync(node24(), [join(root, 'bench/run.ts'), ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: environment(),
})
process.exit(status ?? 1)
