import { spawn } from 'node:child_process'

const LINES_KEPT = 15

/**
 * Runs a program to its end, or to that of this process, however it ends: what a killed
 * provisioning had begun must not go on beside the next. On failure the error carries its last
 * lines.
 */
export async function execute(
  program: string,
  argv: readonly string[],
  options: { cwd?: string; timeoutSeconds?: number } = {},
): Promise<void> {
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', program, ...argv], {
    cwd: options.cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: (options.timeoutSeconds ?? 1200) * 1000,
  })
  let said: string[] = []
  const listen = (data: Buffer) => {
    said = [...said, ...data.toString().split('\n')].filter((line) => line.trim() !== '')
    said = said.slice(-LINES_KEPT)
  }
  child.stdout.on('data', listen)
  child.stderr.on('data', listen)
  const { promise, resolve, reject } = Promise.withResolvers<number | null>()
  child.on('error', reject)
  child.on('close', resolve)
  const code = await promise
  if (code !== 0)
    throw new Error(`"${program} ${argv[0]}" ended with code ${code}:\n${said.join('\n')}`)
}
