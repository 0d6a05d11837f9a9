// `npm test`: installs what is missing, then runs every check and test on Node 24.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { environment, installPackages, node24, root } from './dependencies.mjs'

installPackages()
const { status } = spawnSync(
  node24(),
  [join(root, 'tools/test/run.ts'), ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
    env: environment(),
  },
)
process.exit(status ?? 1)
