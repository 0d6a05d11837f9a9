import type { Hit } from '@millrace/contract'
import type { Caller } from '../../contexts/identity/index.ts'
import type { PortalApiDeps } from './deps.ts'
import { operation } from './operation.ts'
import { whenRefused } from './when-refused.ts'

interface Asked {
  text: string
  countMax: number
}

/** Anything by its words, of each kind at most so many; each context knows what may be found. */
export const search = operation('search', async (deps, { caller, query }) => {
  const asked = { text: query.q, countMax: query.limit ?? 20 }
  const kinds = [datasets, trials, pipelines, vendors]
  const found = await Promise.all(
    kinds.map((kind) => whenRefused(kind(deps, caller, asked), [] as Hit[])),
  )
  return { items: found.flat() }
})

async function datasets({ catalog }: PortalApiDeps, caller: Caller, asked: Asked): Promise<Hit[]> {
  const { items } = await catalog.searchTables(caller, { text: asked.text, size: asked.countMax })
  return items.map(({ table: { accountId, database, name } }) => ({
    kind: 'dataset',
    title: `${database}.${name}`,
    path: `/datasets/${accountId}/${encodeURIComponent(database)}/${encodeURIComponent(name)}`,
  }))
}

async function trials(deps: PortalApiDeps, caller: Caller, asked: Asked): Promise<Hit[]> {
  const page = await deps.trials?.listTrials(caller, asked)
  return (page?.trials ?? []).map(({ id, charter, stage, decision }) => ({
    kind: 'trial',
    title: charter.title,
    detail: decision ?? stage,
    path: `/trials/${id}`,
  }))
}

async function pipelines(deps: PortalApiDeps, caller: Caller, asked: Asked): Promise<Hit[]> {
  const found = await deps.pipelines?.findPipelines(caller, asked)
  return (found ?? []).map(({ id, name, definition }) => ({
    kind: 'pipeline',
    title: name,
    detail: `${definition.output.database}.${definition.output.table}`,
    path: `/pipelines/${id}`,
  }))
}

async function vendors(deps: PortalApiDeps, caller: Caller, asked: Asked): Promise<Hit[]> {
  const found = await deps.ingestion?.findVendors(caller, asked)
  return (found ?? []).map(({ id, name }) => ({
    kind: 'vendor',
    title: name,
    path: `/vendors/${id}`,
  }))
}
