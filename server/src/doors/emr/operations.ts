import {
  AddInstanceFleet$,
  CreateStudio$,
  ListInstanceFleets$,
  ModifyInstanceFleet$,
} from '@aws-sdk/client-emr'
import type { OperationTable } from '../shared/operation.ts'
import { addJobFlowSteps } from './add-job-flow-steps.ts'
import { addTags } from './add-tags.ts'
import { cancelSteps } from './cancel-steps.ts'
import { createSecurityConfiguration } from './create-security-configuration.ts'
import { deleteSecurityConfiguration } from './delete-security-configuration.ts'
import { describeCluster } from './describe-cluster.ts'
import { describeReleaseLabel } from './describe-release-label.ts'
import { describeSecurityConfiguration } from './describe-security-configuration.ts'
import { describeStep } from './describe-step.ts'
import { getAutoTerminationPolicy } from './get-auto-termination-policy.ts'
import { getClusterSessionCredentials } from './get-cluster-session-credentials.ts'
import { getManagedScalingPolicy } from './get-managed-scaling-policy.ts'
import { listBootstrapActions } from './list-bootstrap-actions.ts'
import { listClusters } from './list-clusters.ts'
import { listInstanceGroups } from './list-instance-groups.ts'
import { listInstances } from './list-instances.ts'
import { listReleaseLabels } from './list-release-labels.ts'
import { listSecurityConfigurations } from './list-security-configurations.ts'
import { listSteps } from './list-steps.ts'
import { listSupportedInstanceTypes } from './list-supported-instance-types.ts'
import { modifyCluster } from './modify-cluster.ts'
import { modifyInstanceGroups } from './modify-instance-groups.ts'
import type { EmrDeps } from './operation.ts'
import { putAutoTerminationPolicy } from './put-auto-termination-policy.ts'
import { putManagedScalingPolicy } from './put-managed-scaling-policy.ts'
import { removeAutoTerminationPolicy } from './remove-auto-termination-policy.ts'
import { removeManagedScalingPolicy } from './remove-managed-scaling-policy.ts'
import { removeTags } from './remove-tags.ts'
import { runJobFlow } from './run-job-flow.ts'
import { setKeepJobFlowAliveWhenNoSteps } from './set-keep-job-flow-alive-when-no-steps.ts'
import { setTerminationProtection } from './set-termination-protection.ts'
import { terminateJobFlows } from './terminate-job-flows.ts'

export const emrOperations: OperationTable<EmrDeps> = {
  served: [
    runJobFlow,
    describeCluster,
    listClusters,
    listInstances,
    listInstanceGroups,
    listBootstrapActions,
    addJobFlowSteps,
    listSteps,
    describeStep,
    cancelSteps,
    modifyCluster,
    modifyInstanceGroups,
    putManagedScalingPolicy,
    getManagedScalingPolicy,
    removeManagedScalingPolicy,
    setTerminationProtection,
    setKeepJobFlowAliveWhenNoSteps,
    putAutoTerminationPolicy,
    getAutoTerminationPolicy,
    removeAutoTerminationPolicy,
    addTags,
    removeTags,
    listSupportedInstanceTypes,
    listReleaseLabels,
    describeReleaseLabel,
    createSecurityConfiguration,
    describeSecurityConfiguration,
    listSecurityConfigurations,
    deleteSecurityConfiguration,
    terminateJobFlows,
    getClusterSessionCredentials,
  ],
  refused: [
    {
      reason: 'clusters are made of instance groups',
      operations: [AddInstanceFleet$, ListInstanceFleets$, ModifyInstanceFleet$],
    },
    { reason: 'notebooks are opened from the portal', operations: [CreateStudio$] },
  ],
}
