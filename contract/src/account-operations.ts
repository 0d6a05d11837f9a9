import { Type } from 'typebox'
import * as isolation from './isolation.ts'
import * as links from './links.ts'
import { ObjectStore } from './object-store.ts'
import { InAccount } from './requests.ts'
import * as storageUse from './storage-use.ts'

/** Accounts switched off, and how much they keep. */
export const accountOperations = {
  switchAccount: {
    summary: 'Ends everything of an account, or lets it work again; for who runs the platform',
    params: InAccount,
    body: isolation.Isolation,
    answer: isolation.SwitchedAccount,
  },
  getIsolationReport: {
    summary: 'What a switched-off account could read and did',
    params: InAccount,
    answer: isolation.IsolationReport,
  },
  getStorageUse: {
    summary: 'What an account keeps and may keep; for who runs the platform',
    params: InAccount,
    answer: storageUse.StorageUse,
  },
  getObjectStore: {
    summary: 'Where large content lies, and how it is there; for who runs the platform',
    answer: ObjectStore,
  },
  listLinks: {
    summary:
      'Buckets that stand for ones of other endpoints, and how they are; for who runs the platform',
    answer: Type.Array(links.LinkedBucket),
  },
  linkBucket: {
    summary: 'Lets a bucket stand for one of another endpoint; for who runs the platform',
    params: links.InBucket,
    body: links.LinkWish,
    answer: links.LinkedBucket,
  },
  unlinkBucket: {
    summary:
      'Ends that a bucket stands for another one, which stays there; for who runs the platform',
    params: links.InBucket,
    answer: Type.Array(links.LinkedBucket),
  },
  setStorageQuota: {
    summary: 'What an account may keep; for who runs the platform',
    params: InAccount,
    body: storageUse.StorageQuota,
    answer: storageUse.StorageUse,
  },
  setPublicAccess: {
    summary: 'Whether an account may have public buckets; for who runs the platform',
    params: InAccount,
    body: storageUse.PublicAccess,
    answer: storageUse.StorageUse,
  },
}
