import type { DatasetRef } from '@millrace/contract'

const part = encodeURIComponent

/** Where each thing lives in the portal. */
export const paths = {
  dataset: ({ account, database, table }: DatasetRef, tab = '') =>
    `/datasets/${part(account.id)}/${part(database)}/${part(table)}${tab && `/${tab}`}`,
  vendor: (id: string) => `/vendors/${part(id)}`,
  feed: (id: string) => `/feeds/${part(id)}`,
  delivery: (id: string) => `/deliveries/${part(id)}`,
  quarantine: (id: string) => `/quarantine/${part(id)}`,
  trial: (id: string, tab = '') => `/trials/${part(id)}${tab && `/${tab}`}`,
  pipeline: (id: string, tab = '') => `/pipelines/${part(id)}${tab && `/${tab}`}`,
  run: (id: string) => `/runs/${part(id)}`,
  account: (id: string) => `/accounts/${part(id)}`,
}
