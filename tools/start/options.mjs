// What stands behind `npm start --`, and where the home is to answer. Plain JavaScript on Node's
// builtins: it runs before anything is installed.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

const USUAL = { host: '127.0.0.1', port: 8470 }
/** The ports after the platform's own are those of clusters, notebooks and dashboards. */
const SIDE_PORTS = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../server/side-ports.json'), 'utf8'),
)
const PORT_MAX = 65_535 - Object.values(SIDE_PORTS).reduce((sum, count) => sum + count)

export const USAGE = `npm start -- [options]

  --home DIR     where all state lies (MILLRACE_HOME; without it .millrace of this checkout)
  --port N       where it answers (MILLRACE_PORT; without it where it did last, else ${USUAL.port})
  --empty        without the demo
  --retry-demo   plays a demo that failed on from where it stopped
  --help         shows this

It listens at MILLRACE_HOST, ${USUAL.host} without it. ./millrace stop ends it.`

/** What cannot be done as it was asked for. */
export class Misuse extends Error {}

/** @throws Misuse */
export function readOptions(argv, root) {
  const { home: given, port, ...values } = parsed(argv)
  const home = resolve(given ?? process.env.MILLRACE_HOME ?? join(root, '.millrace'))
  if (existsSync(home) && !statSync(home).isDirectory())
    throw new Misuse(`"${home}" is a file; --home takes a directory`)
  return { ...values, home, ...addressOf(home, port) }
}

function parsed(argv) {
  try {
    return parseArgs({
      args: argv,
      options: {
        empty: { type: 'boolean', default: false },
        'retry-demo': { type: 'boolean', default: false },
        home: { type: 'string' },
        port: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values
  } catch (error) {
    throw new Misuse(error.message.split('. ')[0])
  }
}

/** As asked for, else where the home answered last, else the usual place. @throws Misuse */
export function addressOf(home, asked) {
  const { MILLRACE_HOST, MILLRACE_PORT } = process.env
  const { host, port } = { ...USUAL, ...lastAddress(home) }
  const wanted = asked ?? MILLRACE_PORT ?? port
  const number = Number(wanted)
  if (!Number.isInteger(number) || number < 1 || number > PORT_MAX)
    throw new Misuse(`"${wanted}" is no port: write a number from 1 to ${PORT_MAX}`)
  return { host: MILLRACE_HOST ?? host, port: number }
}

function lastAddress(home) {
  try {
    const { host, port } = JSON.parse(readFileSync(join(home, 'config.json'), 'utf8'))
    return { ...(host && { host }), ...(port && { port }) }
  } catch {
    return {}
  }
}
