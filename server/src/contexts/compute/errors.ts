import { defineError } from '../../foundation/errors.ts'
import { amountText, type Excess } from './model/capacity.ts'

export const noSuchCluster = defineError<{ clusterId: string }>({
  code: 'compute.no-such-cluster',
  kind: 'not-found',
  message: ({ clusterId }) => `Cluster id '${clusterId}' is not valid.`,
})

export const invalidCluster = defineError<{ reason: string }>({
  code: 'compute.invalid-cluster',
  kind: 'invalid',
  message: ({ reason }) => reason,
})

export const clusterProtected = defineError<{ clusterId: string }>({
  code: 'compute.cluster-protected',
  kind: 'conflict',
  message: ({ clusterId }) => `cluster "${clusterId}" is protected from termination`,
})

export const clusterNotReady = defineError<{ clusterId: string; state: string }>({
  code: 'compute.cluster-not-ready',
  kind: 'conflict',
  message: ({ clusterId, state }) => `cluster "${clusterId}" is ${state}`,
})

export const roleNotUsable = defineError<{ roleArn: string; reason: string }>({
  code: 'compute.role-not-usable',
  kind: 'invalid',
  message: ({ roleArn, reason }) => `role "${roleArn}" cannot be used: ${reason}`,
})

export const noFreePort = defineError<{ first: number; last: number }>({
  code: 'compute.no-free-port',
  kind: 'limit-exceeded',
  message: ({ first, last }) => `no port for Livy is free between ${first} and ${last}`,
})

/** Says which maximum stands in the way; `everFits` is false when waiting cannot help. */
export const capacityExceeded = defineError<Excess & { ownerId: string; everFits: boolean }>({
  code: 'compute.capacity-exceeded',
  kind: 'limit-exceeded',
  message: ({ level, ownerId, resource, limit, used, wanted }) =>
    `the ${level}${level === 'platform' ? '' : ` "${ownerId}"`} has at most ` +
    `${amountText(resource, limit)}: ${amountText(resource, used)} are taken and ` +
    `${amountText(resource, wanted)} are wanted`,
})

export const noSuchApplication = defineError<{ applicationId: string }>({
  code: 'compute.no-such-application',
  kind: 'not-found',
  message: ({ applicationId }) => `Application ${applicationId} does not exist`,
})

export const invalidApplication = defineError<{ reason: string }>({
  code: 'compute.invalid-application',
  kind: 'invalid',
  message: ({ reason }) => reason,
})

export const applicationState = defineError<{ applicationId: string; state: string; verb: string }>(
  {
    code: 'compute.application-state',
    kind: 'conflict',
    message: ({ applicationId, state, verb }) =>
      `Application ${applicationId} cannot be ${verb} while it is ${state}`,
  },
)

export const tokenReused = defineError<{ token: string }>({
  code: 'compute.token-reused',
  kind: 'conflict',
  message: ({ token }) => `token "${token}" was used for another request`,
})

/** An engine answers each label that is offered: see docs/reference/releases.md. */
export const noSuchRelease = defineError<{ label: string; newest: string }>({
  code: 'compute.no-such-release',
  kind: 'invalid',
  message: ({ label, newest }) =>
    `release "${label}" is not offered, for no engine here answers it: choose spark-4.1, ` +
    `spark-3.5, emr-spark-8.0-preview or one from emr-7.0.0 to ${newest}`,
})

export const noSuchProduct = defineError<{ what: string; id: string }>({
  code: 'compute.no-such-product',
  kind: 'not-found',
  message: ({ what, id }) => `${what} "${id}" was not found`,
})

export const invalidParameters = defineError<{ reason: string }>({
  code: 'compute.invalid-parameters',
  kind: 'invalid',
  message: ({ reason }) => reason,
})

export const nameTaken = defineError<{ name: string }>({
  code: 'compute.provisioned-product-name-taken',
  kind: 'conflict',
  message: ({ name }) => `a provisioned product of the name "${name}" already exists`,
})

export const applicationBusy = defineError<{ applicationId: string }>({
  code: 'compute.application-busy',
  kind: 'conflict',
  message: ({ applicationId }) =>
    `Application ${applicationId} has runs or sessions: end them before it can be stopped`,
})

export const invalidSecurityConfiguration = defineError<{ reason: string }>({
  code: 'compute.invalid-security-configuration',
  kind: 'invalid',
  message: ({ reason }) => reason,
})

export const securityConfigurationExists = defineError<{ name: string }>({
  code: 'compute.security-configuration-exists',
  kind: 'conflict',
  message: ({ name }) => `security configuration "${name}" already exists`,
})

export const noSuchSecurityConfiguration = defineError<{ name: string }>({
  code: 'compute.no-such-security-configuration',
  kind: 'not-found',
  message: ({ name }) => `security configuration "${name}" does not exist`,
})

export const invalidTemplate = defineError<{ reason: string }>({
  code: 'compute.invalid-template',
  kind: 'invalid',
  message: ({ reason }) => `the template cannot be published: ${reason}`,
})

export const invalidCatalogueEntry = defineError<{ reason: string }>({
  code: 'compute.invalid-catalogue-entry',
  kind: 'invalid',
  message: ({ reason }) => reason,
})

export const catalogueEntryInUse = defineError<{ what: string; id: string; holds: string }>({
  code: 'compute.catalogue-entry-in-use',
  kind: 'conflict',
  message: ({ what, id, holds }) => `${what} "${id}" has ${holds}`,
})

export const constraintExists = defineError<{ portfolioId: string; productId: string }>({
  code: 'compute.constraint-exists',
  kind: 'conflict',
  message: ({ portfolioId, productId }) =>
    `product "${productId}" has a LAUNCH constraint in portfolio "${portfolioId}"`,
})

export const catalogueFull = defineError<{ what: string; most: number }>({
  code: 'compute.catalogue-full',
  kind: 'limit-exceeded',
  message: ({ what, most }) => `there are ${most} ${what} already, the most that are kept`,
})
