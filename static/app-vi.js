export * from './app-vi-6ac195cf.js?again';
