import type { JobRun, JobRunSummary } from '@aws-sdk/client-emr-serverless'
import { principalArn, type Run } from '../../contexts/sessions/index.ts'

export function runArn({ accountId, place, id }: Run, region: string) {
  const application = `/applications/${place.id}`
  return `arn:aws:emr-serverless:${region}:${accountId}:${application}/jobruns/${id}`
}

export function runSummary(run: Run, region: string): JobRunSummary {
  return {
    applicationId: run.place.id,
    id: run.id,
    name: run.name,
    mode: 'BATCH',
    arn: runArn(run, region),
    createdBy: run.owner,
    createdAt: run.createdAt,
    updatedAt: run.endedAt ?? run.startedAt ?? run.attemptAt,
    executionRole: principalArn(run.principal),
    state: run.state,
    stateDetails: run.stateDetails,
    releaseLabel: run.releaseLabel,
    type: 'Spark',
    attempt: run.attempt,
    attemptCreatedAt: run.attemptAt,
    attemptUpdatedAt: run.endedAt ?? run.startedAt ?? run.attemptAt,
  }
}

function overridesOf(logUri: string) {
  return { monitoringConfiguration: { s3MonitoringConfiguration: { logUri } } }
}

export function runDetail(run: Run, region: string): JobRun {
  const { id: jobRunId, type: _, ...facts } = runSummary(run, region)
  const { startedAt, endedAt } = run
  const seconds = startedAt && endedAt ? (endedAt.getTime() - startedAt.getTime()) / 1000 : 0
  return {
    ...facts,
    jobRunId,
    jobDriver: {
      sparkSubmit: {
        entryPoint: run.entryPoint,
        entryPointArguments: [...run.arguments],
        sparkSubmitParameters: run.sparkParameters,
      },
    },
    ...(run.logUri && { configurationOverrides: overridesOf(run.logUri) }),
    executionTimeoutMinutes: run.timeoutMinutes,
    retryPolicy: { maxAttempts: run.attemptsMax },
    tags: { ...run.tags },
    ...(run.sessionPolicy ? { executionIamPolicy: { policy: run.sessionPolicy } } : {}),
    totalExecutionDurationSeconds: Math.round(seconds),
    startedAt,
    endedAt,
  }
}
