export * from './app-vi-4bf7a8e8.js?again';
