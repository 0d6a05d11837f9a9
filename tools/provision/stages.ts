import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execute } from './execute.ts'
import { fetchJars, JARS_OF_SPARK_35, JARS_OF_SPARK_41, type Jar } from './jars.ts'
import type { Programs } from './programs.ts'

/** One step of provisioning; it runs again only when what it is made from has changed. */
export interface Stage {
  name: string
  downloads: boolean
  digest(): Promise<string>
  /** Answers the size of what it made, in bytes. */
  run(): Promise<number>
}

/** Each is of a directory of its own; the second is made when somebody first wants it. */
export type EngineName = 'spark-4.1' | 'spark-3.5'

interface Place {
  directory: string
  programs: Programs
  /** Of the standard engine, whose installer serves all. */
  installer: string
}

const UV_VERSION = '0.13.9'
const KERNEL = 'pysparkkernel'
const CLUSTER_MANAGERS = 'org.apache.spark.scheduler.ExternalClusterManager'
const driver = fileURLToPath(new URL('../../driver/', import.meta.url))

interface Spark {
  engine: EngineName
  lock: string
  jars: readonly Jar[]
}

const SPARK_41: Spark = { engine: 'spark-4.1', lock: 'spark.lock', jars: JARS_OF_SPARK_41 }
const SPARK_35: Spark = { engine: 'spark-3.5', lock: 'spark35.lock', jars: JARS_OF_SPARK_35 }

const STAGES: Readonly<Record<EngineName, (place: Place) => Stage[]>> = {
  'spark-4.1': (place) => [
    bootstrap(place),
    environment(place, { name: 'spark', ...SPARK_41 }),
    jars(place, SPARK_41),
    archive(place, SPARK_41),
    clusterClasses(place),
    environment(place, { name: 'notebook', lock: 'notebook.lock' }),
    kernels(place),
    commands(place),
  ],
  'spark-3.5': (place) => [
    // PySpark 3.5 knows Python up to 3.11.
    environment(place, { name: 'spark', python: '3.11', ...SPARK_35 }),
    jars(place, SPARK_35),
    archive(place, SPARK_35),
  ],
}

export function engineNamed(name: string): EngineName {
  if (name in STAGES) return name as EngineName
  throw new Error(`no engine is called "${name}": choose of ${Object.keys(STAGES).join(', ')}`)
}

export function stages(engine: EngineName, place: Place): Stage[] {
  return STAGES[engine](place)
}

/** Where the class-data archive of an engine in `directory` lies. */
export function archiveOf(engine: EngineName, directory: string): string {
  return join(directory, `${engine.replaceAll(/[-.]/g, '')}.jsa`)
}

function bootstrap({ installer: venv, programs }: Place): Stage {
  return {
    name: 'installer',
    downloads: true,
    digest: async () => digest(UV_VERSION, programs.pythonWithVenv),
    async run() {
      await rm(venv, { recursive: true, force: true })
      await execute(programs.pythonWithVenv, ['-m', 'venv', venv])
      await execute(join(venv, 'bin', 'python'), ['-m', 'pip', 'install', `uv==${UV_VERSION}`])
      return sizeOf(venv)
    },
  }
}

interface Environment {
  name: 'spark' | 'notebook'
  lock: string
  /** The one version that its packages run on; left out, the machine's. */
  python?: string
}

function environment({ directory, installer, programs }: Place, wish: Environment): Stage {
  const { name } = wish
  const venv = join(directory, 'environments', name)
  const lock = join(driver, 'environments', wish.lock)
  const uv = join(installer, 'bin', 'uv')
  return {
    name: `${name}-environment`,
    downloads: true,
    digest: async () => digest(await readFile(lock), programs.python),
    async run() {
      await mkdir(join(directory, 'environments'), { recursive: true, mode: 0o755 })
      const fits = [undefined, programs.pythonVersion].includes(wish.python)
      if (fits)
        await execute(uv, ['venv', '--clear', '--no-python-downloads', '-p', programs.python, venv])
      else await makeWithOtherPython({ uv, directory, venv, version: wish.python ?? '' })
      const python = join(venv, 'bin', 'python')
      // The lock names every package, so nothing is resolved again: with dependencies uv would
      // pull back the two that need a C compiler and that the notebook's overrides leave out.
      const flags = ['--no-deps', '--require-hashes', '--python', python, '-r', lock]
      await execute(uv, ['pip', 'install', ...flags], { timeoutSeconds: 1800 })
      return sizeOf(venv)
    },
  }
}

/** The machine's own of that version where it has one, else one that uv brings along. */
async function makeWithOtherPython(wish: {
  uv: string
  directory: string
  venv: string
  version: string
}): Promise<void> {
  const { uv, directory, venv, version } = wish
  const place = `UV_PYTHON_INSTALL_DIR=${join(directory, 'python')}`
  const flags = ['--clear', '--python-preference', 'system', '-p', version]
  try {
    await execute('env', [place, uv, 'venv', ...flags, venv])
  } catch (cause) {
    const fix = `install it beside the one that is there: apt install python${version}`
    throw new Error(`Python ${version} is needed, and could not be brought; ${fix}`, { cause })
  }
}

function jars({ directory, programs }: Place, { jars: own }: Spark): Stage {
  return {
    name: 'jars',
    downloads: true,
    digest: async () => digest(JSON.stringify(own)),
    run: () => fetchJars(join(directory, 'jars'), programs.maven, own),
  }
}

/** Class path, options and Java must be the drivers' own: a change of any makes it anew. */
function archive({ directory, programs }: Place, spark: Spark): Stage {
  const path = archiveOf(spark.engine, directory)
  const lock = join(driver, 'environments', spark.lock)
  const sources = ['archive.py', 'session/jvm.py', 'session/settings.py']
  return {
    name: 'class-data-archive',
    downloads: false,
    async digest() {
      const texts = await Promise.all(sources.map((file) => readFile(join(driver, file))))
      return digest(
        ...texts,
        await readFile(lock),
        JSON.stringify(spark.jars),
        programs.javaVersion,
      )
    },
    async run() {
      await rm(path, { force: true })
      if (!knownByName()) return 0
      const python = join(directory, 'environments', 'spark', 'bin', 'python')
      await execute(python, ['-I', join(driver, 'archive.py'), directory, path], {
        timeoutSeconds: 400,
      })
      return (await stat(path)).size
    },
  }
}

/** What of a cluster is written in Java, compiled for the Spark that is there. */
function clusterClasses({ directory, programs }: Place): Stage {
  const source = join(driver, 'cluster', 'java')
  const lock = join(driver, 'environments', 'spark.lock')
  const sources = async () => {
    const names = await readdir(source)
    return names.sort().map((name) => join(source, name))
  }
  return {
    name: 'cluster-classes',
    downloads: false,
    async digest() {
      const texts = await Promise.all((await sources()).map((file) => readFile(file)))
      return digest(...texts, await readFile(lock), programs.javaVersion)
    },
    async run() {
      const classes = join(directory, 'cluster-classes')
      const services = join(classes, 'META-INF', 'services')
      await rm(classes, { recursive: true, force: true })
      await mkdir(services, { recursive: true })
      const [version = ''] = await readdir(join(directory, 'environments', 'spark', 'lib'))
      const packages = join(directory, 'environments', 'spark', 'lib', version, 'site-packages')
      const jars = join(packages, 'pyspark', 'jars', '*')
      const bin = (name: string) => join(programs.javaHome, 'bin', name)
      await execute(bin('javac'), ['-d', classes, '-cp', jars, ...(await sources())])
      await writeFile(join(services, CLUSTER_MANAGERS), 'millrace.cluster.GivenExecutors\n')
      // Whole or not at all: a driver that runs has the one before open.
      const made = join(directory, 'cluster.jar.new')
      await execute(bin('jar'), ['cf', made, '-C', classes, '.'])
      await rename(made, join(directory, 'cluster.jar'))
      await rm(classes, { recursive: true, force: true })
      return (await stat(join(directory, 'cluster.jar'))).size
    },
  }
}

/**
 * Outside of boxes, which know all their users, Spark does not start for one without an entry in
 * passwd. A JVM without the archive starts too, only slower.
 */
function knownByName(): boolean {
  try {
    return userInfo().username !== ''
  } catch {
    return false
  }
}

/** Jupyter finds its Python kernel by itself; sparkmagic leaves the choice of its own to us. */
function kernels({ directory }: Place): Stage {
  const venv = join(directory, 'environments', 'notebook')
  const lock = join(driver, 'environments', 'notebook.lock')
  return {
    name: 'notebook-kernels',
    downloads: false,
    // The environment is made anew when the lock changes, and the kernels in it are gone then.
    digest: async () => digest(await readFile(lock), KERNEL),
    async run() {
      const python = join(venv, 'bin', 'python')
      const [version = ''] = await readdir(join(venv, 'lib'))
      const packages = join(venv, 'lib', version, 'site-packages')
      const source = join(packages, 'sparkmagic', 'kernels', KERNEL)
      const install = ['-m', 'jupyter_client.kernelspecapp', 'install', '--sys-prefix', source]
      await execute(python, ['-I', ...install])
      return sizeOf(join(venv, 'share', 'jupyter', 'kernels', KERNEL))
    },
  }
}

/** `aws`, `python`, `jupyter` for people: they come last on the PATH that `millrace env` sets. */
function commands({ directory }: Place): Stage {
  const bin = join(directory, 'bin')
  const python = join(directory, 'environments', 'spark', 'bin', 'python')
  const notebookPython = join(directory, 'environments', 'notebook', 'bin', 'python')
  const scripts = {
    python: `#!/bin/sh\nexec "${python}" "$@"\n`,
    aws: `#!/bin/sh\nexec "${python}" -m awscli "$@"\n`,
    jupyter: `#!/bin/sh\nexec "${notebookPython}" -m jupyter "$@"\n`,
  }
  return {
    name: 'commands',
    downloads: false,
    digest: async () => digest(JSON.stringify(scripts)),
    async run() {
      await mkdir(bin, { recursive: true, mode: 0o755 })
      for (const [name, text] of Object.entries(scripts)) {
        await rm(join(bin, name), { force: true })
        await writeFile(join(bin, name), text, { mode: 0o755 })
      }
      return sizeOf(bin)
    },
  }
}

function digest(...parts: (string | Buffer)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\0')
  return hash.digest('hex')
}

async function sizeOf(directory: string): Promise<number> {
  const entries = await readdir(directory, { withFileTypes: true, recursive: true })
  const files = entries.filter((entry) => entry.isFile())
  const sizes = await Promise.all(
    files.map(async (file) => (await stat(join(file.parentPath, file.name))).size),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}
