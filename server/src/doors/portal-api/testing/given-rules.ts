import type { AnswerOf, OperationName, Problem, RuleChange, RulesPlan } from '@millrace/contract'
import { givenApi } from './given-api.ts'

export const RESEARCH = 'research'
export const flights = { database: 'mobility', table: 'flights' }

/** A table of an account that Lake Formation governs, and calls that change its rules. */
export async function givenRules() {
  const api = await givenApi()
  const { governance, catalog, accountId, admin } = api
  await governance.putDataLakeSettings(admin, {
    ...(await governance.getDataLakeSettings(admin, accountId)),
    ...{ admins: [admin.principalArn], openDatabases: false, openTables: false },
  })
  await catalog.createDatabase(admin, { accountId, database: 'mobility' })
  const fields = ['carrier', 'tailnum'].map((name, at) => ({
    ...{ id: at + 1, name, required: false, type: 'string' },
  }))
  await catalog.createTable(admin, {
    ...{ accountId, ...flights, schema: { type: 'struct', 'schema-id': 0, fields } },
  })
  const research = `arn:aws:iam::${accountId}:role/${RESEARCH}`
  const post = async <Answer>(path: string, body: object) => {
    const init = { method: 'POST', headers: api.bearer, body: JSON.stringify(body) }
    const answer = await fetch(`${api.url}/${path}`, init)
    return { status: answer.status, answer: (await answer.json()) as Answer }
  }
  const plan = (changes: readonly RuleChange[]) =>
    post<RulesPlan & Problem>('access/changes/plan', { changes })
  const get = async <Name extends OperationName>(_name: Name, path: string) =>
    (await (await fetch(`${api.url}/${path}`, { headers: api.bearer })).json()) as AnswerOf<Name>
  const apply = async (changes: readonly RuleChange[]) => {
    const { answer } = await plan(changes)
    const { digest, snapshotVersion } = answer
    return post<RulesPlan & Problem>('access/changes', { changes, digest, snapshotVersion })
  }
  const inDataset = `datasets/${accountId}/mobility/flights`
  const dispose = () => api[Symbol.asyncDispose]()
  return { api, research, plan, apply, post, get, inDataset, [Symbol.asyncDispose]: dispose }
}
