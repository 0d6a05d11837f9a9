/**
 * Kills the server of a platform of its own again and again while people write, then looks for what
 * was acknowledged. Arguments: how many times (1,000), and the seed of its chance.
 */
import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import { environmentOf, ROOT, startPlatform } from './test/platform.ts'

const [kills = '1000', seed = String(randomInt(2 ** 32))] = process.argv.slice(2)
// Servers die sooner here than one that cannot start: nobody is to wait for them longer and longer.
process.env.MILLRACE_RESTART_SECONDS_MAX ??= '0.2'
{
  await using platform = await startPlatform()
  const { status } = spawnSync(
    platform.python,
    [join(ROOT, 'acceptance/faults/soak.py'), kills, seed],
    {
      env: { ...environmentOf(platform, 'governance-admin'), MILLRACE: join(ROOT, 'millrace') },
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  )
  process.exitCode = status ?? 1
}
