// `millrace status` and `millrace doctor`: plain JavaScript on Node's builtins, read-only.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { checkServerIdentity } from 'node:tls'
import { packagesInstalled } from '../tools/dependencies.mjs'
import { postmasterOf } from '../tools/postmaster.mjs'
import { preflight, runningServer } from '../tools/preflight.mjs'
import { addressOf, Misuse } from '../tools/start/options.mjs'

const ANSWER_MILLISECONDS = 5000

export function homeOf(root) {
  return resolve(process.env.MILLRACE_HOME ?? join(root, '.millrace'))
}

/** Where this home answers, or is to: at the usual place another platform may. */
function urlOf(home) {
  const host = process.env.MILLRACE_HOST ?? '127.0.0.1'
  return runningServer(home)?.url ?? `http://${host}:${process.env.MILLRACE_PORT ?? 8470}`
}

function known(home) {
  return runningServer(home) !== undefined || process.env.MILLRACE_PORT !== undefined
}

/** At the address that it listens on; its public name decides whether its certificate is right. */
function ask(home, path = '/status', token = '') {
  if (!known(home)) return Promise.reject(new Error(`"${home}" is not running`))
  const url = new URL(urlOf(home))
  const server = runningServer(home) ?? { host: url.hostname, port: url.port || 80 }
  const bundle = join(home, 'ca/bundle.pem')
  return new Promise((settle, fail) => {
    const asking = (server.secure ? secureRequest : plainRequest)(
      {
        host: { '0.0.0.0': '127.0.0.1', '::': '::1' }[server.host] ?? server.host,
        port: server.port,
        path: `/api/v1${path}`,
        headers: { host: url.host, ...(token && { authorization: `Bearer ${token}` }) },
        timeout: ANSWER_MILLISECONDS,
        ca: server.secure && existsSync(bundle) ? readFileSync(bundle) : undefined,
        servername: isIP(url.hostname) ? '' : url.hostname,
        checkServerIdentity: (_, shown) => checkServerIdentity(url.hostname, shown),
      },
      async (response) => {
        let text = ''
        for await (const part of response) text += part
        if (response.statusCode === 200) settle(JSON.parse(text))
        else fail(new Error(`the platform answered ${response.statusCode}`))
      },
    )
    asking.on('timeout', () => asking.destroy(new Error('no answer in time')))
    asking.on('error', fail)
    asking.end()
  })
}

const IS = {
  status: 'how the platform is',
  doctor: 'checks this host and the platform, with fixes',
}

/** `status` or `doctor` with its options; answers the exit code. */
export async function early(root, command, argv) {
  const odd = argv.find((word) => !['--json', '--help', '-h'].includes(word))
  const usage = `Usage: millrace ${command} [--json]\n\n${IS[command]}`
  if (odd !== undefined) return misuse(`error: unknown option '${odd}'\n\n${usage}`)
  try {
    if (argv.every((word) => word === '--json'))
      return await { status, doctor }[command](root, argv)
    console.log(usage)
    return 0
  } catch (error) {
    if (!(error instanceof Misuse)) throw error
    return misuse(error.message)
  }
}

function misuse(message) {
  console.error(message)
  return 2
}

async function status(root, argv) {
  const home = homeOf(root)
  let found
  try {
    found = await ask(home)
  } catch (error) {
    const where = known(home) ? ` at ${urlOf(home)}` : ''
    console.error(`no platform answers${where} (${error.code ?? error.message})`)
    return 1
  }
  if (argv.includes('--json')) {
    console.log(JSON.stringify(found))
    return 0
  }
  const { url, version, ready, isolation, engine, demo, components } = found
  console.log(`Millrace ${version} at ${url}: ${ready ? 'ready' : 'starting'}`)
  console.log(`  isolation  ${isolation}`)
  console.log(`  engine     ${engine.state}  ${engine.detail}`)
  console.log(`  demo       ${demo.state}${demo.steps ? `  ${demo.step} of ${demo.steps}` : ''}`)
  if (demo.state === 'failed')
    console.log(`             ${demo.detail}; go on by: npm start -- --retry-demo`)
  for (const { name, state, detail } of components.filter(({ name }) => name !== 'engine'))
    console.log(`  ${name.padEnd(10)} ${state}  ${detail ?? ''}`)
  return 0
}

async function doctor(root, argv) {
  const home = homeOf(root)
  const checks = [
    ...(await preflight({ home, ...addressOf(home) })),
    packages(),
    privateFile('credentials', join(home, 'credentials')),
    privateFile('seal key', join(home, 'keys/seal')),
    ...(await platform(home)),
    ...orphan(home),
  ]
  if (argv.includes('--json')) console.log(JSON.stringify({ checks }))
  else for (const one of checks) print(one)
  return checks.some(({ state }) => state === 'failed') ? 1 : 0
}

/** What a killed server has left. */
function orphan(home) {
  const pid = runningServer(home) ? undefined : postmasterOf(home)
  if (pid === undefined) return []
  const found = `process ${pid} without a platform`
  const fix = './millrace stop, or npm start, which takes it over'
  return [{ name: 'PostgreSQL', state: 'warning', found, wanted: 'none', fix }]
}

function packages() {
  const ok = packagesInstalled()
  const name = 'npm packages'
  if (ok) return { name, state: 'ok', found: 'installed', wanted: 'installed' }
  return { name, state: 'warning', found: 'missing', wanted: 'installed', fix: 'npm start' }
}

function privateFile(name, path) {
  if (!existsSync(path)) return { name, state: 'ok', found: 'not made yet', wanted: 'mode 0600' }
  const mode = (statSync(path).mode & 0o777).toString(8)
  if (mode === '600') return { name, state: 'ok', found: 'mode 600', wanted: 'mode 600' }
  const fix = `chmod 600 '${path}'`
  return { name, state: 'failed', found: `mode ${mode}`, wanted: 'mode 600', fix }
}

async function platform(home) {
  try {
    const { ready, engine, components } = await ask(home)
    const wrong = components.filter(({ name, state }) => state === 'failed' && name !== 'objects')
    return [
      line('platform', ready, 'ready', 'starting', './millrace logs'),
      line(
        'engine',
        engine.state !== 'failed',
        engine.state === 'failed' ? 'provisioned' : engine.state,
        engine.detail,
        './millrace logs engine',
      ),
      ...wrong.map(({ name, detail }) =>
        line(name, false, 'ok', detail, `./millrace logs ${name}`),
      ),
      await objects(home),
      ...(await links(home)),
    ]
  } catch {
    return [
      {
        name: 'platform',
        state: 'warning',
        found: 'not running',
        wanted: 'running',
        fix: 'npm start',
      },
    ]
  }
}

/** Where large content lies: its address and what ails it are for who owns the home alone. */
async function objects(home) {
  const token = readFileSync(join(home, 'keys/operator'), 'utf8').trim()
  const { kind, state, location, detail, fix } = await ask(home, '/object-store', token)
  const good = kind === 'files' ? 'files of the home' : `${location} answers`
  return line('objects', state === 'ok', good, `${location}: ${detail}`, fix)
}

/** Buckets that stand for ones of other endpoints. */
async function links(home) {
  const token = readFileSync(join(home, 'keys/operator'), 'utf8').trim()
  const all = await ask(home, '/links', token)
  return all.map(({ bucket, state, place, detail, fix }) =>
    line(`link ${bucket}`, state === 'ok', `${place} answers`, `${place}: ${detail}`, fix),
  )
}

function line(name, ok, good, bad, fix) {
  if (ok) return { name, state: 'ok', found: good, wanted: good }
  return { name, state: 'failed', found: bad, wanted: good, fix }
}

function print({ name, state, found, wanted, fix }) {
  const repair = fix ? `  fix: ${fix}` : ''
  console.log(`${state.padEnd(8)} ${name.padEnd(14)} found ${found}; wanted ${wanted}${repair}`)
}
