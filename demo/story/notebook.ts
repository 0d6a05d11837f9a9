import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openHome } from '../../cli/src/home.ts'
import { exported, run } from './python.ts'

const NOTEBOOKS = join(import.meta.dirname, '../notebooks')
const NOTEBOOK_SECONDS_MAX = 600
const CELL_SECONDS_MAX = 300

interface Executed {
  profile: string
  /** Of `demo/notebooks`, without its ending. */
  name: string
  /** Of `millrace env`. */
  options?: readonly string[]
  variables?: Readonly<Record<string, string>>
  /** Of sparkmagic. */
  config?: object
}

/**
 * Executes a notebook as a person does: Jupytext makes it of its script, Jupyter runs it with its
 * own kernels. It stays in the home, to be opened; answers all that it showed.
 */
export async function executeNotebook(wanted: Executed): Promise<string> {
  const { profile, name, options = [], variables = {}, config = {} } = wanted
  const home = openHome().path
  const directory = join(home, 'demo/notebooks')
  const settings = join(home, 'demo/jupyter')
  for (const made of [directory, settings]) mkdirSync(made, { recursive: true, mode: 0o700 })
  copyFileSync(join(NOTEBOOKS, `${name}.py`), join(directory, `${name}.py`))
  writeFileSync(join(settings, 'config.json'), JSON.stringify(config), { mode: 0o600 })
  const own = { HOME: settings, SPARKMAGIC_CONF_DIR: settings, IPYTHONDIR: settings }
  const env = { ...(await exported(profile, options)), ...own, ...variables }
  const at = { cwd: directory, env, seconds: NOTEBOOK_SECONDS_MAX }
  const python = join(home, 'engine/environments/notebook/bin/python')
  await run(python, ['-m', 'jupytext', '--to', 'ipynb', `${name}.py`], at)
  const patience = `--ExecutePreprocessor.timeout=${CELL_SECONDS_MAX}`
  const execute = ['--to', 'notebook', '--inplace', '--execute', patience, `${name}.ipynb`]
  await run(python, ['-m', 'jupyter', 'nbconvert', ...execute], at)
  return shownBy(JSON.parse(readFileSync(join(directory, `${name}.ipynb`), 'utf8')))
}

type Text = string | string[]

interface Notebook {
  cells: {
    outputs?: { text?: Text; data?: Record<string, Text>; ename?: string; evalue?: string }[]
  }[]
}

function shownBy({ cells }: Notebook): string {
  const outputs = cells.flatMap((cell) => cell.outputs ?? [])
  const texts = outputs.flatMap(({ text, data, ename, evalue }) =>
    [text, data?.['text/plain'], data?.['text/html'], ename, evalue].map((one) =>
      Array.isArray(one) ? one.join('') : (one ?? ''),
    ),
  )
  return texts.filter((text) => text !== '').join('\n')
}
