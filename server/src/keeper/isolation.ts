import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Isolation } from './protocol.ts'

const run = promisify(execFile)

const NAMESPACES = ['--mount', '--pid', '--ipc', '--uts', '--net', '--fork', '--kill-child']
const STEPS =
  'mount -t tmpfs none /mnt && mount -t proc proc /proc && mount --bind /usr /mnt && ' +
  'test -e /proc/self'

/**
 * Can this host box user code? The whole of it is tried: settings say too little, since AppArmor
 * lets namespaces be made and then refuses the mounts.
 */
export async function probeIsolation(): Promise<{ isolation: Isolation; detail: string }> {
  const root = process.geteuid?.() === 0
  const user = root ? [] : ['--user', '--map-current-user', '--keep-caps']
  try {
    await run('unshare', [...user, ...NAMESPACES, '--', 'sh', '-c', STEPS], {
      env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin' },
      timeout: 5000,
    })
    const detail = root ? 'a user of its own per driver' : 'one user, namespaces of its own'
    return { isolation: 'full', detail }
  } catch (error) {
    const said = (error as { stderr?: string }).stderr?.trim().split('\n')[0]
    return { isolation: 'trusted', detail: said || 'this host allows no namespaces' }
  }
}
