import type { Account } from '../account/account.js';
import type { Control } from '../catalogue/control.js';
import { questionsOf } from '../chain/demands.js';
import type { EventQuestion } from '../chain/event-verdict.js';
import type { World } from '../chain/evidence.js';

/** Somebody who is to be told: `email` and an address, `sqs` and a queue's ARN. */
export interface Subscriber {
  readonly protocol: string;
  readonly endpoint: string;
}

/** What a plan is asked for; the same from its first step to its last. */
export interface Task {
  /** The account as it was read. */
  readonly account: Account;
  /** All that were read together, itself among them. */
  readonly accounts: readonly Account[];
  /** Every control that there is: a filter that serves one of them is not bent to another. */
  readonly catalogue: readonly Control[];
  readonly benchmark: string; // cis-7.0
  readonly includeAttempts: boolean;
  readonly subscribe: readonly Subscriber[];
  /** The ARN of the topic that alarms are to notify; null: one that is known, or a new one. */
  readonly topic: string | null;
  /** Security Hub's literal check is to pass as well, where a control has one. */
  readonly literal: boolean;
  /** The classes of events of a control. Asked once, because what is found out is kept with the objects. */
  readonly questions: (control: Control) => readonly EventQuestion[];
}

export function taskOf(input: Omit<Task, 'questions'>): Task {
  const { benchmark, includeAttempts } = input;
  const asked = new Map<string, readonly EventQuestion[]>();
  return {
    ...input,
    questions: (control) => {
      const known = asked.get(control.slug) ?? questionsOf(control, input.account, { benchmark, includeAttempts });
      asked.set(control.slug, known);
      return known;
    },
  };
}

/** The account as it has become, among the others. */
export function worldOf(task: Task, account: Account): World {
  return { account, all: task.accounts.map((one) => (one.account === account.account ? account : one)) };
}
