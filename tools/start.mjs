// `npm start`: looks at the host, installs the npm packages, and hands over to Node 24.
// Plain JavaScript on Node's builtins, so that any Node >= 20 runs it from a bare clone.
import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { environment, installPackages, node24, root } from './dependencies.mjs'
import { preflight } from './preflight.mjs'

const PARENT_MILLISECONDS = 500

const { values } = parseArgs({
  options: {
    empty: { type: 'boolean', default: false },
    'retry-demo': { type: 'boolean', default: false },
    home: { type: 'string' },
    port: { type: 'string' },
  },
})

const home = resolve(values.home ?? process.env.MILLRACE_HOME ?? join(root, '.millrace'))
const host = process.env.MILLRACE_HOST ?? '127.0.0.1'
const port = Number(values.port ?? process.env.MILLRACE_PORT ?? 8470)

const checks = await preflight({ home, host, port })
for (const { name, state, found, wanted, fix } of checks)
  if (state !== 'ok') console.error(`${state}: ${name}: found ${found}, wanted ${wanted}; ${fix}`)
if (checks.some(({ state }) => state === 'failed')) process.exit(1)

const started = performance.now()
if (installPackages())
  console.log(`npm packages installed in ${((performance.now() - started) / 1000).toFixed(1)} s`)

const options = JSON.stringify({ empty: values.empty, retryDemo: values['retry-demo'] })
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
