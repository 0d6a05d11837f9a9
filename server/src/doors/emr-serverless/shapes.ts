import type {
  ApplicationSummary,
  CreateApplicationRequest,
  InitialCapacityConfig,
  Application as WireApplication,
} from '@aws-sdk/client-emr-serverless'
import {
  type Application,
  type ApplicationPlan,
  applicationArn,
} from '../../contexts/compute/index.ts'
import type { Checked } from '../shared/operation.ts'
import { parseCapacity, renderCapacity } from './capacity-text.ts'

const NOTHING = { cpu: 0, memoryBytes: 0, diskBytes: 0 }

export function applicationPlan(input: Checked<CreateApplicationRequest>): ApplicationPlan {
  const { autoStartConfiguration, autoStopConfiguration, schedulerConfiguration } = input
  const stops = autoStopConfiguration?.enabled ?? true
  const initial = Object.entries(input.initialCapacity ?? {}).map(([kind, config]) => {
    const worker = { ...NOTHING, ...parseCapacity(config.workerConfiguration ?? {}) }
    return [kind, { count: config.workerCount, worker }] as const
  })
  return {
    name: input.name ?? '',
    releaseLabel: input.releaseLabel,
    architecture: input.architecture ?? 'X86_64',
    initialCapacity: Object.fromEntries(initial),
    maximumCapacity: parseCapacity(input.maximumCapacity ?? {}),
    autoStart: autoStartConfiguration?.enabled ?? true,
    // Defaults as EMR Serverless documents them.
    autoStopIdleMinutes: stops ? (autoStopConfiguration?.idleTimeoutMinutes ?? 15) : undefined,
    concurrentRunsMax: schedulerConfiguration?.maxConcurrentRuns ?? 15,
    queueTimeoutMinutes: schedulerConfiguration?.queueTimeoutMinutes ?? 360,
    interactive: input.interactiveConfiguration?.livyEndpointEnabled ?? true,
    tags: input.tags ?? {},
  }
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
    initialCapacity: initialCapacity(application),
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

function initialCapacity({ initialCapacity }: Application): Record<string, InitialCapacityConfig> {
  const entries = Object.entries(initialCapacity).map(([kind, { count, worker }]) => {
    const { diskBytes, ...rest } = worker
    const shown = renderCapacity(diskBytes > 0 ? worker : rest)
    const workerConfiguration = shown as InitialCapacityConfig['workerConfiguration']
    return [kind, { workerCount: count, workerConfiguration }] as const
  })
  return Object.fromEntries(entries)
}
