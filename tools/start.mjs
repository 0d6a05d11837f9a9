// `npm start`: looks at the host, installs the npm packages, and hands over to Node 24.
// Plain JavaScript on Node's builtins, so that any Node >= 20 runs it from a bare clone.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { environment, installPackages, node24, root } from './dependencies.mjs'
import { preflight } from './preflight.mjs'
import { Misuse, readOptions, USAGE } from './start/options.mjs'

const PARENT_MILLISECONDS = 500

const { home, host, port, ...wanted } = optionsOrExit()

const checks = await preflight({ home, host, port })
for (const { name, state, found, wanted, fix } of checks)
  if (state !== 'ok') console.error(`${state}: ${name}: found ${found}, wanted ${wanted}; ${fix}`)
if (checks.some(({ state }) => state === 'failed')) process.exit(1)

installPackages()

const options = JSON.stringify({ empty: wanted.empty, retryDemo: wanted['retry-demo'] })
const child = spawn(node24(), [join(root, 'tools/start/run.ts'), options], {
  cwd: root,
  stdio: 'inherit',
  env: environment({
    MILLRACE_HOME: home,
    MILLRACE_HOST: host,
    MILLRACE_PORT: String(port),
  }),
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
// npm does not hand signals on: when it is gone, whoever ended it meant the platform.
if (process.env.npm_lifecycle_event === 'start') {
  const npm = process.ppid
  setInterval(() => process.ppid === npm || child.kill('SIGTERM'), PARENT_MILLISECONDS).unref()
}
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))

function optionsOrExit() {
  try {
    const options = readOptions(process.argv.slice(2), root)
    if (!options.help) return options
    console.log(USAGE)
    process.exit(0)
  } catch (error) {
    if (!(error instanceof Misuse)) throw error
    console.error(`${error.message}\n\n${USAGE}`)
    process.exit(2)
  }
}
