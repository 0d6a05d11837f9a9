import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import { trusting } from '../../../testing/identity.ts'
import type { Caller } from '../../identity/index.ts'
import { trialsJobs } from '../index.ts'
import { charterOf, type GivenTrials, givenTrials } from '../testing/given-trials.ts'
import { givenWorkspace, partsOf, worked } from '../testing/given-workspace.ts'

const schema = {
  type: 'struct' as const,
  'schema-id': 0,
  fields: [{ id: 1, name: 'place', required: false, type: 'string' as const }],
}

/** A workspace in full use: a table, a cluster, an open notebook with a file. */
async function givenUsed(given: GivenTrials): Promise<Used> {
  const { id, as, credentials, name } = await givenWorkspace(given)
  const { accountId } = given.ana
  await given.lake.catalog.createTable(as, { accountId, database: name, table: 'mine', schema })
  const { clusterId } = await given.trials.launchCluster(given.ben, { id })
  const pair = await given.compute.issueClusterCredentials(as, {
    ...{ clusterId, roleArn: as.principalArn },
  })
  const notebook = await given.trials.openWorkspace(given.ben, { id })
  await given.boxes.heard()
  const home = given.boxes.opened[0]?.notebook.directory ?? ''
  await mkdir(home, { recursive: true })
  await writeFile(`${home}/trial.ipynb`, 'what was found')
  const used = { id, as, credentials, name, clusterId, pair, notebook }
  assert.deepEqual(await leftOver(given, used), ALL)
  return used
}

type Used = Awaited<ReturnType<typeof givenWorkspace>> & {
  clusterId: string
  pair: { username: string; password: string }
  notebook: { id: string }
}

/** Everything that a person could still do something with. */
async function leftOver(given: GivenTrials, used: Used) {
  const { lake, compute, ana, ben } = given
  const { principalArn: principal } = used.as
  const rows = await lake.governance.listPermissions(ana, { catalogId: ana.accountId, principal })
  const works = (as: Caller) =>
    lake.catalog.scan(as, charterOf(given).dataset).then(
      () => true,
      () => false,
    )
  const [cluster] = [await compute.findCluster(used.clusterId)]
  const session = await lake.identity.authenticate(used.credentials, { box: undefined }).then(
    () => 'lives',
    () => undefined,
  )
  return {
    role: (await lake.identity.findPrincipal(principal)) !== undefined,
    assumable: (await lake.identity.listAssumableRoles(ben)).includes(principal),
    grants: rows.length,
    reads: await works(used.as),
    session,
    cluster: cluster?.state,
    pair: (await compute.clusterByCredentials(used.pair, { box: undefined })) !== undefined,
    products: (await compute.listProvisionedProducts(ana, { offset: 0, countMax: 9 })).length,
    notebook: (await given.notebooks.getNotebook(ben, used.notebook.id)).state,
  }
}

const ALL = {
  ...{ role: true, assumable: true, grants: 3, reads: true, session: 'lives' },
  ...{ cluster: 'WAITING', pair: true, products: 1, notebook: 'running' },
}
const NOTHING = {
  ...{ role: false, assumable: false, grants: 0, reads: false, session: undefined },
  ...{ cluster: 'TERMINATING', pair: false, products: 0, notebook: 'ended' },
}

test('given a workspace in use, when it is no buy, then nothing is left over', async () => {
  await using given = await givenTrials()
  const used = await givenUsed(given)
  const { id, name } = used

  await given.trials.decideTrial(given.ana, { id, decision: 'no-buy', reasons: ['too thin'] })
  await worked(given, id)

  const left = await leftOver(given, used)
  assert.deepEqual(left, NOTHING)
  const { workspace, grants } = await given.trials.getTrial(given.ana, { id })
  assert.ok(workspace)
  assert.deepEqual([workspace.state, workspace.failure], ['ended', null])
  assert.deepEqual(partsOf(workspace), {
    ...{ role: 'gone', database: 'sealed', access: 'gone' },
    ...{ cluster: 'terminating', notebooks: 'kept with the trial' },
  })
  assert.ok(grants.every(({ endsAt }) => endsAt && endsAt <= new Date()))
  const [file] = workspace.files
  assert.deepEqual([file?.path, file?.sizeBytes], ['trial.ipynb', 14])
  const ref = { accountId: given.ana.accountId, database: name }
  assert.equal((await given.lake.catalog.getDatabase(given.ana, ref)).name, name)
})

test('given a workspace in use, when its time is over, then nothing is left over', async () => {
  await using given = await givenTrials()
  const used = await givenUsed(given)
  const { endsAt } = await given.trials.getTrial(given.ana, { id: used.id })

  given.time.now = endsAt
  await given.trials.watchTrials()
  given.time.now = undefined
  await worked(given, used.id)

  assert.deepEqual(await leftOver(given, used), NOTHING)
  const { workspace } = await given.trials.getTrial(given.ana, { id: used.id })
  assert.equal(workspace?.state, 'ended')
})

test('given an order to delete, when it is no buy, then database and tables are gone', async () => {
  await using given = await givenTrials()
  const { id, name } = await givenUsed(given)

  const workspace = { data: 'delete' as const }
  const decision = { id, decision: 'no-buy' as const, reasons: ['too thin'], workspace }
  await given.trials.decideTrial(given.ana, decision)
  await worked(given, id)

  const ref = { accountId: given.ana.accountId, database: name }
  const found = given.lake.catalog.getDatabase(given.ana, ref)
  await assert.rejects(found, { code: 'catalog.no-such-database' })
  const trial = await given.trials.getTrial(given.ana, { id })
  assert.equal(partsOf(trial.workspace!).database, 'deleted')
})

test('given a table of somebody else in it, when deleted, then theirs stays', async () => {
  await using given = await givenTrials()
  const { id, name } = await givenUsed(given)
  const ref = { accountId: given.ana.accountId, database: name, table: 'theirs' }
  await given.lake.catalog.createTable(given.ana, { ...ref, schema })

  const workspace = { data: 'delete' as const }
  const decision = { id, decision: 'no-buy' as const, reasons: ['too thin'], workspace }
  await given.trials.decideTrial(given.ana, decision)
  await worked(given, id)

  const trial = await given.trials.getTrial(given.ana, { id })
  assert.match(trial.workspace?.failure ?? '', /could not be dropped.*hold no tables of others/)
  assert.equal(partsOf(trial.workspace!).role, 'gone')
  assert.equal((await given.lake.catalog.loadTable(given.ana, ref)).table.name, 'theirs')
  await given.lake.catalog.dropTable(given.ana, ref)
  await given.trials.mendWorkspace(given.ana, { id })
  await worked(given, id)
  assert.equal((await given.trials.getTrial(given.ana, { id })).workspace?.state, 'ended')
})

test('given an heir, when it is a buy, then the tables are theirs and the rest goes', async () => {
  await using given = await givenTrials()
  const used = await givenUsed(given)
  const { id, name } = used
  const { principalArn: heir } = given.ben
  const workspace = { data: 'hand-over' as const, heir }
  const decide = { id, decision: 'buy' as const, reasons: ['it leads'] }

  const toNobody = { ...workspace, heir: used.as.principalArn }
  const wrong = given.trials.decideTrial(given.ana, { ...decide, workspace: toNobody })
  await assert.rejects(wrong, { code: 'trials.invalid-charter' })
  await given.trials.decideTrial(given.ana, { ...decide, workspace })
  await worked(given, id)

  assert.deepEqual(await leftOver(given, used), NOTHING)
  const ref = { accountId: given.ana.accountId, database: name, table: 'mine' }
  await (await given.lake.catalog.scan(given.ben, ref))[Symbol.asyncDispose]()
  const trial = await given.trials.getTrial(given.ana, { id })
  assert.equal(partsOf(trial.workspace!).database, 'handed over')
})

test('given a server that is killed while it ends, when it goes on, then all is gone', async () => {
  await using given = await givenTrials()
  const used = await givenUsed(given)
  const { id } = used
  const workspace = { data: 'delete' as const }
  const decision = { id, decision: 'no-buy' as const, reasons: ['too thin'], workspace }
  await given.trials.decideTrial(given.ana, decision)
  const { identity, governance, catalog } = given.lake
  const after =
    <Args extends unknown[]>(work: (...args: Args) => Promise<unknown>) =>
    async (...args: Args): Promise<never> => {
      await work(...args)
      throw new Error('killed')
    }
  const dying = [
    { compute: { ...given.compute, endLaunched: after(given.compute.endLaunched) } },
    { catalog: { ...catalog, dropTable: after(catalog.dropTable) } },
    { identity: { ...identity, endRole: after(identity.endRole) } },
    { governance: { ...governance, endGrantsOf: after(governance.endGrantsOf) } },
    { catalog: { ...catalog, dropDatabase: after(catalog.dropDatabase) } },
  ]
  await given.notebooks.endHome({ accountId: given.ana.accountId, name: `trial:${id}` })
  await given.boxes.heard()
  for (const faces of dying) {
    const job = trialsJobs({ ...given.deps, ...faces })['trials.workspace']
    await assert.rejects(job?.({ trialId: id }) ?? Promise.resolve(), /killed/)
  }

  await worked(given, id)

  assert.deepEqual(await leftOver(given, used), NOTHING)
  assert.equal((await given.trials.getTrial(given.ana, { id })).workspace?.state, 'ended')
})

test('given another role of its name, when the trial ends, then that one stays', async () => {
  await using given = await givenTrials()
  const { id, as, name } = await givenWorkspace(given)
  const { identity } = given.lake
  const role = { kind: 'role', name } as const
  const trust = trusting({ AWS: given.ben.principalArn })
  await identity.deleteInlinePolicy(given.ana, { ...role, policyName: 'workspace' })
  await identity.removePrincipal(given.ana, role)
  const theirs = await identity.createRole(given.ana, { name, trust })

  await given.trials.decideTrial(given.ana, { id, decision: 'no-buy', reasons: ['too thin'] })
  await worked(given, id)

  assert.equal((await identity.findPrincipal(as.principalArn))?.id, theirs.id)
  assert.equal((await given.trials.getTrial(given.ana, { id })).workspace?.state, 'ended')
})

test('given who decides without a right to drop, when they delete, then it is told', async () => {
  await using given = await givenTrials()
  const people = [{ arn: given.ben.principalArn, role: 'decides' as const }]
  const { id, as } = await givenWorkspace(given, {}, people)
  const workspace = { data: 'delete' as const }
  const decision = { id, decision: 'no-buy' as const, reasons: ['too thin'], workspace }

  await given.trials.decideTrial(given.ben, decision)
  await worked(given, id)

  const trial = await given.trials.getTrial(given.ana, { id })
  assert.match(trial.workspace?.failure ?? '', /its database could not be dropped/)
  assert.equal(await given.lake.identity.findPrincipal(as.principalArn), undefined)
  await given.trials.mendWorkspace(given.ana, { id })
  await worked(given, id)
  assert.equal((await given.trials.getTrial(given.ana, { id })).workspace?.state, 'ended')
})
