// `npm run test:soak -- 1000 [SEED]`: kills a platform of its own so often while people write.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { environment, installPackages, node24, root } from './dependencies.mjs'

installPackages()
const { status } = spawnSync(node24(), [join(root, 'tools/soak.ts'), ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: environment(),
})
process.exit(status ?? 1)
