import type { Notebook } from '@millrace/contract'
import type { Notebooks, Notebook as Opened } from '../../contexts/notebooks/index.ts'
import type { PortalApiDeps } from './deps.ts'
import { notServedYet } from './errors.ts'

/** @throws portal-api.not-served-yet */
export function notebooksOf({ notebooks }: PortalApiDeps): Notebooks {
  if (!notebooks) throw notServedYet({ operation: 'notebooks' })
  return notebooks
}

export function notebookWire(notebook: Opened): Notebook {
  const { id, roleArn, state, reason, openedAt, endedAt } = notebook
  const living = state === 'starting' || state === 'running'
  return {
    id,
    ...(roleArn && { role: roleArn }),
    state,
    ...(reason && { reason }),
    openedAt: openedAt.toISOString(),
    ...(endedAt && { endedAt: endedAt.toISOString() }),
    mayEnter: living,
    mayStop: living,
  }
}
