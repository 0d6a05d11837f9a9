import type { Notebooks } from '../../contexts/notebooks/index.ts'
import type { Log } from '../../foundation/log.ts'
import type { Door } from '../shared/door.ts'
import { createSidePages } from '../shared/side-pages.ts'

export interface NotebooksDoorDeps {
  notebooks: Pick<Notebooks, 'admit' | 'reach'>
  log: Log
}

/** A notebook on its own port: the pages and WebSockets of its Jupyter. */
export function createNotebooksDoor({ notebooks, log }: NotebooksDoorDeps): Door {
  return createSidePages({
    ...{ name: 'notebooks', kind: 'notebook', log },
    admit: async (presented) => ({ pass: await notebooks.admit(presented), landing: '/lab' }),
    reach: (presented) => notebooks.reach(presented),
  })
}
