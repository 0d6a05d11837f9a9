import {
  AddInstanceFleet$,
  AddJobFlowSteps$,
  CancelSteps$,
  CreateSecurityConfiguration$,
  CreateStudio$,
  DescribeSecurityConfiguration$,
  DescribeStep$,
  ListInstanceFleets$,
  ModifyInstanceFleet$,
  ModifyInstanceGroups$,
  PutManagedScalingPolicy$,
} from '@aws-sdk/client-emr'
import type { OperationTable } from '../shared/operation.ts'
import { describeCluster } from './describe-cluster.ts'
import { getClusterSessionCredentials } from './get-cluster-session-credentials.ts'
import { listBootstrapActions } from './list-bootstrap-actions.ts'
import { listClusters } from './list-clusters.ts'
import { listInstanceGroups } from './list-instance-groups.ts'
import { listInstances } from './list-instances.ts'
import { listSteps } from './list-steps.ts'
import type { EmrDeps } from './operation.ts'
import { runJobFlow } from './run-job-flow.ts'
import { terminateJobFlows } from './terminate-job-flows.ts'

export const emrOperations: OperationTable<EmrDeps> = {
  served: [
    runJobFlow,
    describeCluster,
    listClusters,
    listInstances,
    listInstanceGroups,
    listBootstrapActions,
    listSteps,
    terminateJobFlows,
    getClusterSessionCredentials,
  ],
  refused: [
    {
      reason: 'code runs in Livy sessions and serverless job runs',
      operations: [AddJobFlowSteps$, CancelSteps$, DescribeStep$],
    },
    {
      reason: 'clusters are made of instance groups',
      operations: [AddInstanceFleet$, ListInstanceFleets$, ModifyInstanceFleet$],
    },
    {
      reason: 'a cluster keeps the size that it was created with',
      operations: [ModifyInstanceGroups$, PutManagedScalingPolicy$],
    },
    {
      reason: 'every cluster has runtime roles and isolation without it',
      operations: [CreateSecurityConfiguration$, DescribeSecurityConfiguration$],
    },
    { reason: 'notebooks are opened from the portal', operations: [CreateStudio$] },
  ],
}
