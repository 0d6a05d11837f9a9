import type * as emr from '@aws-sdk/client-emr'
import {
  type FailureAction,
  principalArn,
  type Run,
  type RunState,
  type StepWish,
} from '../../contexts/sessions/index.ts'
import type { Checked } from '../shared/operation.ts'
import { invalidRequest } from '../shared/wire.ts'

const RUNNER = 'command-runner.jar'
const SUBMIT = 'spark-submit'

const STATES: Readonly<Record<RunState, emr.StepState>> = {
  SUBMITTED: 'PENDING',
  QUEUED: 'PENDING',
  SCHEDULED: 'RUNNING',
  RUNNING: 'RUNNING',
  SUCCESS: 'COMPLETED',
  FAILED: 'FAILED',
  CANCELLING: 'CANCEL_PENDING',
  CANCELLED: 'CANCELLED',
}

/** Our states behind those of EMR. */
export function runStates(states: readonly emr.StepState[]): RunState[] {
  const all = Object.entries(STATES) as [RunState, emr.StepState][]
  return all.flatMap(([run, step]) => (states.includes(step) ? [run] : []))
}

/** Which of our own rules an `ActionOnFailure` stands for; its oldest name is still sent. */
const ACTIONS: Readonly<Record<string, FailureAction>> = {
  TERMINATE_JOB_FLOW: 'TERMINATE_CLUSTER',
  TERMINATE_CLUSTER: 'TERMINATE_CLUSTER',
  CANCEL_AND_WAIT: 'CANCEL_AND_WAIT',
  CONTINUE: 'CONTINUE',
}

/** @throws door.invalid-request for a step that is no script for `spark-submit` */
export function stepWish(step: Checked<emr.StepConfig>): StepWish {
  const { Name, ActionOnFailure = 'CONTINUE', HadoopJarStep } = step
  const { Jar, Args = [], MainClass, Properties } = HadoopJarStep ?? {}
  const [command, ...words] = Args
  const onFailure = ACTIONS[ActionOnFailure]
  const problems = [
    ...(Jar === RUNNER && command === SUBMIT
      ? []
      : [`step "${Name}" must be ${RUNNER} with ${SUBMIT} and a script: no other is served`]),
    ...(MainClass || Properties?.length ? [`step "${Name}" has no class and no properties`] : []),
    ...(onFailure ? [] : [`"${ActionOnFailure}" is no ActionOnFailure`]),
  ]
  if (!onFailure || problems.length > 0) throw invalidRequest({ problems })
  return { name: Name, onFailure, words }
}

export function stepSummary(step: Run): emr.StepSummary & emr.Step {
  const { conf, modules, state, stateDetails, principal } = step
  const settings = Object.entries(conf).flatMap(([name, value]) => ['--conf', `${name}=${value}`])
  const files = modules.length > 0 ? ['--py-files', modules.join(',')] : []
  const Args = [SUBMIT, ...settings, ...files, step.entryPoint, ...step.arguments]
  const failed = state === 'FAILED'
  return {
    Id: step.id,
    Name: step.name,
    Config: { Jar: RUNNER, Properties: {}, Args },
    ActionOnFailure: step.onFailure,
    Status: {
      State: STATES[state],
      StateChangeReason: { Message: stateDetails },
      ...(failed ? { FailureDetails: { Reason: 'Unknown Error.', Message: stateDetails } } : {}),
      Timeline: {
        CreationDateTime: step.createdAt,
        StartDateTime: step.startedAt,
        EndDateTime: step.endedAt,
      },
    },
    ...(principal.kind === 'role' ? { ExecutionRoleArn: principalArn(principal) } : {}),
  }
}
