import { ACCOUNT, DATASET, INSTANT, listing, type Noun, short, words } from './noun.ts'

export const dataset: Noun = {
  is: 'tables of the mesh, found by their words, tags and access',
  verbs: {
    list: listing(
      'searchDatasets',
      (one) => [
        `${one.account.id}/${one.database}.${one.table}`,
        one.access,
        one.rowCount,
        short(one.freshness?.changedAt),
        one.tags.map(({ key, value }) => `${key}=${value}`).join(' '),
      ],
      [words('q')],
    ),
    show: { operation: 'getDataset', takes: [DATASET] },
    preview: { operation: 'previewDataset', takes: [DATASET] },
    snapshots: listing(
      'listSnapshots',
      (one) => [one.id, short(one.committedAt), one.operation, one.addedRows, one.totalRows],
      [DATASET],
    ),
    'as-of': { operation: 'getDatasetAsOf', takes: [DATASET, INSTANT] },
    usage: { operation: 'getUsage', takes: [DATASET] },
    lineage: { operation: 'getLineage', takes: [DATASET] },
    document: { operation: 'documentDataset', takes: [DATASET] },
    profile: { operation: 'getProfile', takes: [DATASET] },
    profiles: listing(
      'listProfiles',
      (one) => [one.snapshotId, short(one.committedAt), one.rowCount, one.columns.length],
      [DATASET],
    ),
    measure: { operation: 'profileDataset', takes: [DATASET] },
    describe: { operation: 'describeDataset', takes: [DATASET] },
    announce: { operation: 'announceDataset', takes: [DATASET] },
    withdraw: { operation: 'withdrawAnnouncement', takes: [DATASET, { name: 'id' }] },
    deprecate: { operation: 'deprecateDataset', takes: [DATASET] },
    reinstate: { operation: 'reinstateDataset', takes: [DATASET] },
  },
}

export const adoption: Noun = {
  is: 'Parquet files that become a dataset where they lie',
  verbs: {
    list: listing('listAdoptions', (one) => [
      one.id,
      one.state,
      `${one.database}.${one.table}`,
      `${one.filesRead}/${one.filesFound} files`,
      one.location,
      one.error,
    ]),
    show: { operation: 'getAdoption' },
    cancel: { operation: 'cancelAdoption' },
  },
}

export const maintenance: Noun = {
  is: 'how datasets are kept quick and small',
  verbs: {
    list: listing(
      'listMaintenance',
      (one) => [
        one.id,
        one.state,
        short(one.createdAt),
        one.results.map(({ task, state }) => `${task}:${state}`).join(' '),
        one.error,
      ],
      [DATASET],
    ),
    show: { operation: 'getMaintenance', takes: [DATASET] },
    run: { operation: 'runMaintenance', takes: [DATASET] },
    defaults: { operation: 'setMaintenanceDefaults', takes: [ACCOUNT] },
  },
}
