import { execFile } from 'node:child_process'
import { access, realpath } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What the machine must bring; everything else is provisioned. */
export interface Programs {
  /** Makes the environments: 3.11 or 3.12. */
  python: string
  pythonVersion: string
  /** Makes the first environment, so it has `venv`. */
  pythonWithVenv: string
  javaHome: string
  javaVersion: string
  maven: string
}

export class ProgramMissing extends Error {
  readonly fix: string

  constructor(message: string, fix: string) {
    super(`${message}; ${fix}`)
    this.name = 'ProgramMissing'
    this.fix = fix
  }
}

// The distribution's own first: boxes run as users that cannot enter a person's home directory.
const PYTHONS = [
  '/usr/bin/python3.11',
  '/usr/bin/python3.12',
  '/usr/local/bin/python3.11',
  '/usr/local/bin/python3.12',
  'python3.11',
  'python3.12',
  'python3',
]

export async function findPrograms(): Promise<Programs> {
  const pythons = (await Promise.all(PYTHONS.map(lookAtPython))).filter((one) => one !== undefined)
  const usable = pythons.filter((one) => one.version === '3.11' || one.version === '3.12')
  const open = usable.find((one) => !one.prefix.startsWith(`${homedir()}/`)) ?? usable[0]
  const withVenv = usable.find((one) => one.venv)
  if (!open || !withVenv)
    throw new ProgramMissing(
      `Python 3.11 or 3.12 with venv is needed, found ${pythons.map((p) => p.version).join(', ')}`,
      'install it: apt install python3 python3-venv',
    )
  const java = await lookAtJava()
  return {
    python: open.path,
    pythonVersion: open.version,
    pythonWithVenv: withVenv.path,
    javaHome: java.home,
    javaVersion: java.version,
    maven: await lookAtMaven(),
  }
}

interface Python {
  path: string
  version: string
  prefix: string
  venv: boolean
}

async function lookAtPython(path: string): Promise<Python | undefined> {
  const question = [
    'import importlib.util, json, sys',
    'found = all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))',
    'version = "%d.%d" % sys.version_info[:2]',
    'print(json.dumps([sys.executable, version, sys.base_prefix, found]))',
  ].join('; ')
  try {
    const { stdout } = await run(path, ['-I', '-c', question], { timeout: 10_000 })
    const [executable, version, prefix, venv] = JSON.parse(stdout) as [
      string,
      string,
      string,
      boolean,
    ]
    return { path: executable, version, prefix, venv }
  } catch {
    return undefined
  }
}

/** Where the Python lies whose environment `python` is of. */
export async function prefixOf(python: string): Promise<string> {
  const { stdout } = await run(python, ['-I', '-c', 'import sys; print(sys.base_prefix)'])
  return stdout.trim()
}

async function lookAtJava(): Promise<{ home: string; version: string }> {
  const named = process.env.JAVA_HOME
  const path = named ? join(named, 'bin', 'java') : 'java'
  const fix = 'install it: apt install openjdk-17-jdk-headless'
  try {
    const { stderr } = await run(path, ['-XshowSettings:properties', '-version'], {
      timeout: 10_000,
    })
    const home = /java\.home = (.+)/.exec(stderr)?.[1]?.trim() ?? ''
    const version = /java\.version = (.+)/.exec(stderr)?.[1]?.trim() ?? ''
    if (!version.startsWith('17.'))
      throw new ProgramMissing(`Java 17 is needed, found ${version}`, fix)
    await access(join(home, 'bin', 'javac')).catch(() => {
      throw new ProgramMissing('Java 17 is there without its compiler', fix)
    })
    return { home: await realpath(home), version }
  } catch (error) {
    if (error instanceof ProgramMissing) throw error
    throw new ProgramMissing('Java 17 is needed, found none', fix)
  }
}

async function lookAtMaven(): Promise<string> {
  try {
    await run('mvn', ['--version'], { timeout: 20_000 })
    return 'mvn'
  } catch {
    throw new ProgramMissing(
      'Maven is needed to fetch the engine’s jars, found none',
      'install it: apt install maven',
    )
  }
}
