import { Annotations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { PlanWarning, WarningId } from '../../plan/index.ts';

const PACKAGE = 'websocket-proxy-constructs';

/** Warns of what is legal but may not be meant; `acknowledgeWarning()` takes its id. */
export function addWarning(construct: IConstruct, id: WarningId, text: string): void {
  Annotations.of(construct).addWarningV2(`${PACKAGE}:${id}`, text);
}

/** Shows warnings of the plan. */
export function addPlanWarnings(construct: IConstruct, warnings: readonly PlanWarning[]): void {
  for (const { id, text } of warnings) addWarning(construct, id, text);
}

/** Shows what was accepted without having an effect. */
export function addNotices(construct: IConstruct, notices: readonly string[]): void {
  // An older aws-cdk-lib has no ids for what can't be acknowledged.
  const annotations: Annotations & Partial<Pick<Annotations, 'addInfoV2'>> = Annotations.of(construct);
  for (const notice of notices) {
    if (typeof annotations.addInfoV2 === 'function') annotations.addInfoV2(`${PACKAGE}:nginxConfNotice`, notice);
    else annotations.addInfo(notice);
  }
}
