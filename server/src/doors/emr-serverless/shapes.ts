import type {
  ApplicationSummary,
  CreateApplicationRequest,
  UpdateApplicationRequest,
  Application as WireApplication,
} from '@aws-sdk/client-emr-serverless'
import {
  type Application,
  type ApplicationChange,
  type ApplicationPlan,
  applicationArn,
} from '../../contexts/compute/index.ts'
import { refuseMembers } from '../shared/not-offered.ts'
import type { Checked } from '../shared/operation.ts'
import { parseCapacity, renderCapacity } from './capacity-text.ts'

const MACHINES = 'drivers are made ready by the platform'
const NOT_OFFERED: Partial<Record<keyof CreateApplicationRequest, string>> = {
  initialCapacity: 'drivers stand by for all applications together',
  networkConfiguration: 'drivers reach the platform and nothing else',
  imageConfiguration: MACHINES,
  workerTypeSpecifications: MACHINES,
  runtimeConfiguration: 'name settings with each job run or session',
  monitoringConfiguration: 'logs are kept by the platform',
  diskEncryptionConfiguration: 'drivers keep nothing on disk',
  identityCenterConfiguration: 'people are users of their account',
  jobLevelCostAllocationConfiguration: 'there are no bills',
}
const NOT_OFFERED_OF_INTERACTIVE = {
  studioEnabled: 'notebooks are opened from the portal',
  sessionEnabled: 'sessions are opened by Livy',
}

/** @throws door.invalid-request for what would be a promise if it were taken silently */
export function applicationPlan(input: Checked<CreateApplicationRequest>): ApplicationPlan {
  const { autoStartConfiguration, autoStopConfiguration, schedulerConfiguration } = input
  refuseMembers(input, NOT_OFFERED)
  const interactive = input.interactiveConfiguration ?? {}
  refuseMembers(interactive, NOT_OFFERED_OF_INTERACTIVE, 'interactiveConfiguration.')
  const stops = autoStopConfiguration?.enabled ?? true
  return {
    name: input.name ?? '',
    releaseLabel: input.releaseLabel,
    architecture: input.architecture ?? 'X86_64',
    maximumCapacity: parseCapacity(input.maximumCapacity ?? {}),
    autoStart: autoStartConfiguration?.enabled ?? true,
    // Defaults as EMR Serverless documents them.
    autoStopIdleMinutes: stops ? (autoStopConfiguration?.idleTimeoutMinutes ?? 15) : undefined,
    concurrentRunsMax: schedulerConfiguration?.maxConcurrentRuns ?? 15,
    queueTimeoutMinutes: schedulerConfiguration?.queueTimeoutMinutes ?? 360,
    interactive: interactive.livyEndpointEnabled ?? true,
    tags: input.tags ?? {},
  }
}

/** @throws door.invalid-request */
export function applicationChange(input: Checked<UpdateApplicationRequest>): ApplicationChange {
  refuseMembers(input, NOT_OFFERED)
  const { interactiveConfiguration: interactive = {}, autoStopConfiguration: stops } = input
  refuseMembers(interactive, NOT_OFFERED_OF_INTERACTIVE, 'interactiveConfiguration.')
  const { enabled, idleTimeoutMinutes: idleMinutes } = stops ?? {}
  const { maximumCapacity, autoStartConfiguration, schedulerConfiguration = {} } = input
  return given({
    releaseLabel: input.releaseLabel,
    architecture: input.architecture,
    maximumCapacity: maximumCapacity && parseCapacity(maximumCapacity),
    autoStart: autoStartConfiguration?.enabled,
    autoStop: stops && given({ enabled, idleMinutes }),
    concurrentRunsMax: schedulerConfiguration.maxConcurrentRuns,
    queueTimeoutMinutes: schedulerConfiguration.queueTimeoutMinutes,
    interactive: interactive.livyEndpointEnabled,
  })
}

/** Without what was left out. */
function given<Members extends object>(members: Members) {
  const there = Object.entries(members).filter(([, value]) => value !== undefined)
  return Object.fromEntries(there) as { [Name in keyof Members]?: NonNullable<Members[Name]> }
}

export function applicationSummary(application: Application, region: string): ApplicationSummary {
  const { id, accountId, name, releaseLabel, state, stateDetails, createdAt, updatedAt } =
    application
  return {
    id,
    arn: applicationArn({ region, accountId }, id),
    name,
    releaseLabel,
    type: 'Spark',
    state,
    stateDetails,
    createdAt,
    updatedAt,
    architecture: application.architecture,
  }
}

export function applicationDetail(application: Application, region: string): WireApplication {
  const { id, ...summary } = applicationSummary(application, region)
  const { maximumCapacity, autoStopIdleMinutes } = application
  const bounded = Object.keys(maximumCapacity).length > 0
  return {
    ...summary,
    applicationId: id,
    maximumCapacity: bounded
      ? (renderCapacity(maximumCapacity) as WireApplication['maximumCapacity'])
      : undefined,
    tags: { ...application.tags },
    autoStartConfiguration: { enabled: application.autoStart },
    autoStopConfiguration: {
      enabled: autoStopIdleMinutes !== undefined,
      idleTimeoutMinutes: autoStopIdleMinutes,
    },
    schedulerConfiguration: {
      maxConcurrentRuns: application.concurrentRunsMax,
      queueTimeoutMinutes: application.queueTimeoutMinutes,
    },
    interactiveConfiguration: { livyEndpointEnabled: application.interactive },
  }
}
