/** Training on a user's own lines. */

export { TRAINING_DEFAULTS, type TrainedModel, type TrainOptions, trainModel } from './train-model.js';
